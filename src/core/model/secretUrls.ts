const MASK = '***';

interface Shape {
  readonly pattern: RegExp;
  readonly replace: string;
}

/* Each begins with a literal and repeats within bounds: linear in the text. */
const SHAPES: readonly Shape[] = [
  { pattern: /(hooks\.slack\.com\/\w{1,32}\/)[\w/-]{1,256}/gi, replace: `$1${MASK}` },
  { pattern: /(discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/)[\w/-]{1,256}/gi, replace: `$1${MASK}` },
  { pattern: /(\.office(?:365)?\.com\/webhook\w{0,8}\/)[\w/@-]{1,512}/gi, replace: `$1${MASK}` },
  { pattern: /(api\.telegram\.org\/bot)[\w:-]{1,128}/gi, replace: `$1${MASK}` },
  { pattern: /(chat\.googleapis\.com\/v1\/spaces\/)[^\s"'\\]{1,512}/gi, replace: `$1${MASK}` },
  {
    pattern:
      /([?&](?:[\w.-]{0,32}[_.-])?(?:sig|signature|token|key|api_?key|auth|code|access_?token|secret|password|passwd|pass|pwd|pw|credential)=)(?!\$|\*\*\*)[^\s&"'\\#]{1,4096}/gi,
    replace: `$1${MASK}`,
  },
];

const URL = /:\/\/[^\s"'<>\\]{1,4096}/g;
const SEGMENT = /\/([A-Za-z0-9_~-]{20,512})(?=[/?#]|$)/g;
/** A mixture nobody gives as a name, or a long row of hexadecimal digits. */
const TOKEN = /^(?=[^0-9]{0,511}\d)(?=[^a-z]{0,511}[a-z])(?=[^A-Z]{0,511}[A-Z]).{0,400}[A-Za-z0-9]{12}/;
const HEX = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12,}$/i;

/** Every shape has one of these. */
const CUE = /\.(?:com|org)\/|[?&][\w.-]{1,64}=/i;

/** A text without the secrets in the paths and queries of its URLs. A webhook's address is its password. */
export function maskUrls(text: string): string {
  let clean = text;
  if (CUE.test(text)) for (const { pattern, replace } of SHAPES) clean = clean.replace(pattern, replace);
  return clean.replace(URL, (url) =>
    url.replace(SEGMENT, (all, segment: string) =>
      TOKEN.test(segment) || HEX.test(segment) ? `/${MASK}` : all,
    ),
  );
}
