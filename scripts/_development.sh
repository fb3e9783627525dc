# Sourced by scripts/check, scripts/test and scripts/bench: the development environment.
# It makes .venv-dev with every extra, editable, and installs the Debian packages the tests need.

BIN="$PWD/.venv-dev/bin"
source scripts/_slurm_packages.sh
# libatomic1: the node inside Playwright needs it.
# slurm-wlm-jwt-plugin: tests/slurm speak with slurmrestd by tokens.
# r-base-core, r-cran-irkernel: a kernel that is not Python's, 68 MB.
DEBIAN_PACKAGES=(bubblewrap chromium libatomic1 python3-venv r-base-core r-cran-irkernel
    "${SLURM_PACKAGES[@]}" slurm-wlm-jwt-plugin)

# apt-get when root, sudo when there is one; otherwise says what is missing and goes on without.
install_debian_packages() {
    command -v dpkg-query >/dev/null || return 0
    local missing=() package
    for package in "${DEBIAN_PACKAGES[@]}"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    local sudo=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            echo "These Debian packages are missing and the tests need them: ${missing[*]}" >&2
            echo "Install them and start again: sudo apt-get install -y ${missing[*]}" >&2
            exit 2
        fi
        sudo=(sudo -n)
    fi
    echo "Installing Debian packages: ${missing[*]}"
    "${sudo[@]}" apt-get update -qq
    local said
    said=$(DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq \
        --no-install-recommends "${missing[@]}" 2>&1) || { tail -n 40 <<<"$said" >&2; exit 1; }
}

# The system's Python is taken first: sandboxed sessions run under other accounts, which cannot
# enter a Python below somebody's home.
development_environment() {
    umask 022
    install_debian_packages
    local python=/usr/bin/python3
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || python=python3
    local stamp=.venv-dev/officina.stamp wanted
    wanted=$(cat pyproject.toml setup.py | sha256sum | cut -d' ' -f1)
    if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
        echo "Installing the development environment into .venv-dev (about two minutes) ..."
        [ -x "$BIN/python" ] || "$python" -m venv .venv-dev
        "$BIN/python" -m pip install --quiet --disable-pip-version-check \
            -e '.[hub,user,grader,test,docs]'
        # Voilà is tried by itself; as an extension it would load nbconvert into every server here.
        rm -f .venv-dev/etc/jupyter/jupyter_{server,notebook}_config.d/voila.json
        echo "$wanted" >"$stamp"
    fi
}
