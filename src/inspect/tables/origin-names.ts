/** Where data comes from that someone else decides on. */
export type OriginKind =
  | 'request'
  | 'input'
  | 'arguments'
  | 'environment'
  | 'network'
  | 'file'
  | 'model'
  | 'secret'

/** Full names whose value, and whatever is taken from it, is data of a kind. */
const sources: ReadonlyMap<string, OriginKind> = new Map<string, OriginKind>([
  ...rows('request', [
    ...['args', 'form', 'values', 'json', 'data', 'files', 'headers', 'cookies', 'get_json'].map(
      (part) => `flask.request.${part}`,
    ),
    ...['get_data', 'url', 'path', 'query_string', 'view_args', 'stream'].map(
      (part) => `flask.request.${part}`,
    ),
    ...['flask.Request', 'django.http.HttpRequest', 'starlette.requests.Request'].map(
      (name) => `${name}()`,
    ),
    ...['fastapi.Request()', 'fastapi.UploadFile()', 'aiohttp.web.Request()', 'bottle.request'],
    ...['quart.request', 'sanic.Request()', 'falcon.Request()', 'cgi.FieldStorage()'],
    'tornado.web.RequestHandler().get_argument',
    'tornado.web.RequestHandler().get_query_argument',
    'tornado.web.RequestHandler().get_body_argument',
    ...['text_input', 'text_area', 'chat_input', 'file_uploader', 'query_params'].map(
      (name) => `streamlit.${name}`,
    ),
  ]),
  ...rows('input', ['builtins.input()', 'builtins.raw_input()', 'sys.stdin', 'fileinput.input()']),
  ...rows('arguments', [
    'sys.argv',
    'argparse.ArgumentParser().parse_args()',
    'argparse.ArgumentParser().parse_known_args()',
  ]),
  ...rows('environment', ['os.environ', 'os.environb', 'os.getenv()', 'dotenv.dotenv_values()']),
  ...rows('network', [
    ...['requests', 'requests.Session()', 'httpx', 'httpx.Client()', 'httpx.AsyncClient()'].flatMap(
      (client) => ['get', 'post', 'put', 'request'].map((verb) => `${client}.${verb}()`),
    ),
    ...['urllib.request.urlopen()', 'urllib2.urlopen()', 'urllib3.request()'],
    ...['urllib3.PoolManager().request()', 'socket.socket().recv()', 'socket.socket().recvfrom()'],
    ...['aiohttp.ClientSession().get()', 'aiohttp.ClientSession().post()'],
  ]),
  ...rows('file', ['builtins.open()', 'pathlib.Path().read_text()', 'pathlib.Path().read_bytes()']),
  ...rows('model', [
    ...['openai.OpenAI()', 'openai.AsyncOpenAI()', 'openai.AzureOpenAI()', 'groq.Groq()'].flatMap(
      (client) => [`${client}.chat`, `${client}.responses`, `${client}.completions`],
    ),
    ...['openai.ChatCompletion', 'openai.Completion', 'litellm.completion()', 'ollama.chat()'],
    ...[
      'ollama.generate()',
      'anthropic.Anthropic().messages',
      'anthropic.AsyncAnthropic().messages',
    ],
    ...['google.generativeai.GenerativeModel().generate_content()', 'transformers.pipeline()()'],
    ...['langchain_openai.ChatOpenAI()', 'langchain.chat_models.ChatOpenAI()'].flatMap((model) => [
      `${model}.invoke()`,
      `${model}.predict()`,
    ]),
  ]),
  ...rows('secret', [
    ...['getpass.getpass()', 'keyring.get_password()', 'secrets.token_urlsafe()'],
    ...['secrets.token_hex()', 'google.colab.userdata.get()', 'streamlit.secrets'],
    'azure.keyvault.secrets.SecretClient().get_secret()',
  ]),
])

const requestParts = new Set(
  (
    'GET POST FILES COOKIES META args form values json data files headers cookies body params get_json ' +
    'query_params path_params query match_info rel_url'
  ).split(' '),
)

const routeDecorators = new Set(
  'route get post put patch delete websocket api_route api_view'.split(' '),
)
const toolDecorators = new Set('tool function_tool kernel_function ai_function'.split(' '))

/** What kind of source a full name is or was taken from, with the name of that source. */
export function sourceOf(path: string): { kind: OriginKind; name: string } | undefined {
  for (let end = path.length; end > 0; end = previousEnd(path, end)) {
    const name = path.slice(0, end)
    const kind = sources.get(name)
    if (kind) return { kind, name }
  }
  return undefined
}

/** An attribute by which web frameworks give what a client sent. */
export function isRequestPart(attribute: string): boolean {
  return requestParts.has(attribute)
}

/** What the parameters of a function decorated by such a name hold. */
export function givenByDecorator(lastName: string): OriginKind | undefined {
  if (routeDecorators.has(lastName)) return 'request'
  return toolDecorators.has(lastName) ? 'model' : undefined
}

/** The end of the next shorter name: before the last `.x`, `()` or `[]`. */
function previousEnd(path: string, end: number): number {
  const last = path[end - 1]
  return last === ')' || last === ']' ? end - 2 : path.lastIndexOf('.', end - 1)
}

function rows(kind: OriginKind, names: readonly string[]): (readonly [string, OriginKind])[] {
  return names.map((name) => [name, kind])
}
