"""Notes and cards of muscles, nerves, joints and bones."""
