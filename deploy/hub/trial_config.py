"""The hub of the trial: the course's lines, then what keeps it on this computer and inside one folder.

Never for a class: every student is the same system user. Read by JupyterHub, which class_trial.py starts.
"""

import os
import sys
from pathlib import Path

c = get_config()  # noqa: F821  # JupyterHub gives it, and load_subconfig

load_subconfig(str(Path(os.environ["TRIAL_COURSE"]) / "deploy" / "hub" / "course_hub.py"))  # noqa: F821

folder = Path(os.environ["TRIAL_FOLDER"])
public, hub, proxy = os.environ["TRIAL_PORTS"].split()

c.JupyterHub.bind_url = f"http://127.0.0.1:{public}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{hub}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{proxy}"
# In Python it gives up on an answer after 20 seconds, which a class on two cores may take; TLJH's proxy waits.
c.ConfigurableHTTPProxy.command = [str(Path(sys.executable).with_name("configurable-http-proxy")),
                                   "--timeout=600000", "--proxy-timeout=600000"]
c.ConfigurableHTTPProxy.pid_file = str(folder / "proxy.pid")
c.JupyterHub.db_url = "sqlite://"
c.JupyterHub.cookie_secret_file = str(folder / "cookie_secret")

c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = os.environ["TRIAL_TOKEN"]  # nobody logs in: the trial speaks to the hub's API
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(folder / "homes" / "{username}")
c.Spawner.cmd = [sys.executable, *c.Spawner.cmd[1:]]

c.JupyterHub.services = [{"name": "trial", "api_token": os.environ["TRIAL_TOKEN"]}]
c.JupyterHub.load_roles = [
    {"name": "trial", "services": ["trial"], "scopes": ["admin:users", "admin:servers", "access:servers"]}]
