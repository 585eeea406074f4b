"""The course on The Littlest JupyterHub: copy to /opt/tljh/config/jupyterhub_config.d/, then see README.md beside this.

Other JupyterHubs take the same lines. They are read by the hub; nothing here runs with a student's rights.
"""

import os

c = get_config()  # noqa: F821  # JupyterHub gives it to every file of this folder

# Each student's server lays down their own copy of the course in their home, as themselves, and sends each message of
# the kernel at once. TLJH keeps what students use in this environment.
c.Spawner.cmd = ["/opt/tljh/user/bin/python", "-m", "stretchlib.app.hub"]
c.Spawner.environment.update({
    "STRETCHLIB_COURSE": "~/my_course",
    "OPENBLAS_NUM_THREADS": "1",  # else each kernel begins a thread for every processor core that all share
    "MALLOC_ARENA_MAX": "1",  # these two: memory that a cell needed for a moment goes back to the system
    "MALLOC_TRIM_THRESHOLD_": "131072",
    "NBFORMAT_VALIDATOR": "jsonschema",  # the other one writes a program for each version of the format: 7 MB a server
})
# A lecturer's tables for the whole class, where the hub itself was started with these (README.md, "Your own tables").
c.Spawner.environment.update({
    name: os.environ[name] for name in ("STRETCHLIB_DATA", "STRETCHLIB_MY_ROWS") if name in os.environ})
c.Spawner.args = [
    "--KernelManager.transport=ipc",  # on a port, others on the computer could listen to a kernel
    # A notebook that stood unused for two hours gives its memory back; what was saved or answered stays.
    "--MappingKernelManager.cull_idle_timeout=7200", "--MappingKernelManager.cull_interval=300",
    "--MappingKernelManager.cull_connected=True"]
c.Spawner.default_url = "/lab/tree/my_course/00_start_here.ipynb"

# A class opens its servers in the same minute; JupyterHub would give up on a slow one after 30 seconds.
c.Spawner.start_timeout = c.Spawner.http_timeout = 300

# What one student may use; beyond it their own work is stopped, nobody else's. README.md says where this comes from.
# JupyterHub's own way of starting servers (LocalProcessSpawner) has such a setting too and enforces nothing.
c.SystemdSpawner.mem_limit = "768M"
