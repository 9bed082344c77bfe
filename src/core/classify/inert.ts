/** Programs that change nothing by themselves; only what is done with their output counts. */
export const INERT: ReadonlySet<string> = new Set(
  (
    'echo printf ls cat date hostname export set cd exit true false : let read trap local return source . whoami id uname seq expr awk gawk ' +
    'grep egrep fgrep cut sort head tail wc tr sed find basename dirname which type pwd df du stat ps kill pkill exec jq yq sha256sum md5sum ' +
    'shift eval command info shopt declare readonly typeset unset pushd popd uniq diff cmp xargs env printenv rev tac base64 base32 md5 nproc free ' +
    'mountpoint log warn error debug yes dd sync tee readlink realpath alias break continue logger clear hash getopts unalias arch lsblk ' +
    'test [ bc less more od xxd strings file column paste join comm nl fold fmt numfmt split tput stty sleep cp mv tar gunzip gzip unzip zcat rsync busybox wait sh bash ash dash'
  ).split(' '),
);
