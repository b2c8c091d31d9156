"""Commands about the machine and the workspace, one module each; cli.py registers them."""
