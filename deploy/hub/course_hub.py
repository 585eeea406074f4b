"""The course on The Littlest JupyterHub: copy to /opt/tljh/config/jupyterhub_config.d/, then see README.md beside this.

Other JupyterHubs take the same lines. They are read by the hub; nothing here runs with a student's rights.
"""

c = get_config()  # noqa: F821  # JupyterHub gives it to every file of this folder

# Each student's server lays down their own copy of the course in their home, as themselves, and sends each message of
# the kernel at once. TLJH keeps what students use in this environment.
c.Spawner.cmd = ["/opt/tljh/user/bin/python", "-m", "stretchlib.app.hub"]
c.Spawner.environment.update({"STRETCHLIB_COURSE": "~/my_course"})
c.Spawner.args = ["--KernelManager.transport=ipc"]  # on a port, others on the computer could listen to a kernel
c.Spawner.default_url = "/lab/tree/my_course/00_start_here.ipynb"

# A class opens its servers in the same minute; JupyterHub would give up on a slow one after 30 seconds.
c.Spawner.start_timeout = c.Spawner.http_timeout = 180

# What one student may use; beyond it their own work is stopped, nobody else's. README.md says where this comes from.
c.SystemdSpawner.mem_limit = "1152M"
