# Sourced: the demo's factory.toml for scripts/run --slurm. It is written once and its admin's from
# then on; but it names the Python of the jobs, which is that of the checkout that wrote it.

# A Python that some scripts/run has installed Officina into, or one that is gone with its checkout.
is_of_a_checkout() {
    case $1 in */bin/python) ;; *) return 1 ;; esac
    [ -e "${1%/bin/python}/officina-installed" ] || [ ! -e "$1" ]
}

pythons_of_jobs() { sed -n 's/^program *= *\["\([^"]*\)", *"-P", *"-m", *"officina_widgets.singleuser"\].*$/\1/p' "$1" | sort -u; }

# As the file is otherwise; whole or not at all, with the rights that it has.
replace_in() {
    local file=$1 old=$2 new=$3 text draft=$1.draft
    text=$(cat -- "$file")
    text=${text//"\"$old\""/"\"$new\""}
    cp -p -- "$file" "$draft"
    printf '%s\n' "$text" >"$draft"
    mv -- "$draft" "$file"
}

# slurm_facts DATA-FOLDER TEMPLATE PYTHON SLURM.CONF
slurm_facts() {
    local file=$1/factory.toml template=$2 python=$3 conf=$4 text other
    if [ ! -e "$file" ]; then
        text=$(cat -- "$template")
        text=${text//@PYTHON@/"$python"}
        printf '%s\n' "${text//@CONF@/"$conf"}" >"$file"
        say "Wrote $file, the facts of this demo; what you change there stays"
        return
    fi
    # A hub that runs there keeps its file; officina up tells of it.
    if [ -e "$1/run/lock" ] && ! flock --nonblock "$1/run/lock" true; then return; fi
    pythons_of_jobs "$file" | while IFS= read -r other; do
        [ "$other" != "$python" ] || continue
        if is_of_a_checkout "$other"; then
            replace_in "$file" "$other" "$python"
            say "$file named $other, the Python of another checkout, whose code the jobs would have run. It names $python now; all else in it is as it was. For a hub beside the other one: OFFICINA_SLURM_DATA=/another/folder scripts/run --slurm"
        else
            say "Note: $file names $other, which no scripts/run has made, so it was left. Jobs run the Officina that is installed there, not this checkout's"
        fi
    done
}
