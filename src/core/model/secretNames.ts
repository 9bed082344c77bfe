const SECRET =
  /pass(?!ive|enger|age|through|-?time)|pwd|(?:^|[-_.])pw(?:$|[-_.\d])|secret|token(?!i[sz])|creds?(?:$|[-_.])|credential|auth(?!or(?!iz)|entic)|cookie|(?:^|[-_.]|api|access|private|master|account|shared|signing|encryption|license)keys?(?:$|[-_.\d])/;
/** `--token-file`, `--secretName`, `--auth-type`: says where the secret is or how it is used, not what it is. */
const ABOUT =
  /(?:^|[-_.])(?:file|path|dir|uri|url|names?|type|method|mode|mechanism|plugin|space|database|db|ttl|length|size|format|stdin|prompt|host|mount|server|provider|enabled|warning|header)$|(?:file|path|dir)$/;
const SWITCH =
  /^(?:no|skip|use|disable|enable|allow|require|with|without|prompt|bypass|ignore|force)(?:$|[-_.])/;

/** Whether a thing of this name is itself a secret: an option without its dashes, a variable, a header. */
export function isSecretName(name: string): boolean {
  if (name.length > 128) return false;
  const plain = name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  return SECRET.test(plain) && !ABOUT.test(plain) && !SWITCH.test(plain);
}

const PLAIN_HEADER =
  /^(?:accept(?:-\w+)?|content-[\w-]+|user-agent|host|cache-control|connection|origin|referer|x-requested-with|if-[\w-]+|range|date|expect|transfer-encoding|te|pragma|x-forwarded-\w+|kbn-xsrf|metadata(?:-flavor)?|depth|prefer|x-aws-ec2-metadata-token-ttl-seconds|x-github-api-version|x-kubernetes-[\w-]+)$/i;

/** Whether the value of an HTTP header of this name may be shown. */
export function isPlainHeader(name: string): boolean {
  return PLAIN_HEADER.test(name.trim());
}
