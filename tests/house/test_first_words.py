"""The first words on the screen wait for as little as they can: what takes long to import comes after them."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SLOW = ("pandas", "pyarrow", "store.loading")
"""What neither the frame nor the controls need; a third of a second and more."""


def imports_of(*scripts: str) -> str:
    """What the scripts import ahead of what they do."""
    trees = [ast.parse((ROOT / script).read_text(encoding="utf-8")) for script in scripts]
    return "\n".join(
        ast.unparse(line) for tree in trees for line in tree.body if isinstance(line, ast.Import | ast.ImportFrom)
    )


def test_prioritise_is_begun_without_what_takes_long_to_import() -> None:
    imports = imports_of("dashboard.py", "pages/decide/prioritise.py")
    asked = f"import sys\n{imports}\nprint([name for name in {SLOW} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
