"""The lumbar spine and the pelvis in motion."""
