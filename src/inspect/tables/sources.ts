import type { FlowKnowledge } from '../../python/flow.ts'

/** Kinds of outside data: who could have written it. */
export type SourceKind =
  | 'user'
  | 'environment'
  | 'request'
  | 'tool'
  | 'model'
  | 'network'
  | 'file'
  | 'message'
  | 'secret'
  /** A number that a request or a model chooses, harmless but for its size. */
  | 'number'

/** Everyone who may be an attacker. */
export const untrusted: readonly SourceKind[] = [
  'user',
  'request',
  'tool',
  'model',
  'network',
  'message',
]
/** Those who reach the program over a network; who starts it may name his own files. */
export const remote: readonly SourceKind[] = ['request', 'tool', 'model', 'network', 'message']

/** Where data of each kind comes from, by full name. */
export const sources: ReadonlyMap<string, SourceKind> = new Map<string, SourceKind>([
  ...kind('user', [
    ...['builtins.input()', 'builtins.raw_input()', 'sys.argv', 'sys.stdin', 'sys.orig_argv'],
    ...['argparse.ArgumentParser().parse_args()', 'argparse.ArgumentParser().parse_known_args()'],
    ...[
      'optparse.OptionParser().parse_args()',
      'getopt.getopt()',
      'fileinput.input()',
      'click.prompt()',
    ],
    ...['streamlit.text_input()', 'streamlit.text_area()', 'streamlit.chat_input()'],
    'streamlit.file_uploader()',
  ]),
  ...kind('environment', [
    'os.environ',
    'os.environb',
    'os.getenv()',
    'os.environ.get()',
    'dotenv.dotenv_values()',
  ]),
  ...kind('request', [
    ...[
      'args',
      'form',
      'values',
      'json',
      'get_json()',
      'data',
      'get_data()',
      'files',
      'headers',
    ].map((part) => `flask.request.${part}`),
    'flask.request.cookies',
    ...[
      'flask.request',
      'bottle.request',
      'quart.request',
      'sanic.request',
      'falcon.Request',
      'cherrypy.request',
    ],
    ...[
      'starlette.requests.Request',
      'fastapi.Request()',
      'django.http.HttpRequest()',
      'flask.request()',
    ],
    ...[
      '.get_argument()',
      '.get_query_argument()',
      '.get_body_argument()',
      '.get_json()',
      '.query_params',
    ],
    ...[
      'starlette.requests.Request()',
      'cgi.FieldStorage()',
      'sanic.Request()',
      'falcon.Request()',
      'fastapi.UploadFile()',
      'aiohttp.web.Request()',
      'streamlit.query_params',
      'fastapi.WebSocket()',
    ],
  ]),
  ...kind('model', [
    ...['openai.AsyncOpenAI().responses.create()', 'langchain.chat_models.ChatOpenAI().invoke()'],
    ...['langchain_openai.ChatOpenAI().predict()', 'langchain.chat_models.ChatOpenAI().predict()'],
    ...['openai.OpenAI().chat.completions.create()', 'openai.OpenAI().completions.create()'],
    ...['openai.AsyncOpenAI().chat.completions.create()', 'openai.OpenAI().responses.create()'],
    ...['openai.AzureOpenAI().chat.completions.create()', 'openai.ChatCompletion.create()'],
    ...['openai.Completion.create()', 'openai.chat.completions.create()'],
    ...['anthropic.Anthropic().messages.create()', 'anthropic.Anthropic().completions.create()'],
    ...[
      'anthropic.AsyncAnthropic().messages.create()',
      'litellm.completion()',
      'litellm.acompletion()',
    ],
    ...[
      'ollama.chat()',
      'ollama.generate()',
      'cohere.Client().chat()',
      'cohere.Client().generate()',
    ],
    ...[
      'google.generativeai.GenerativeModel().generate_content()',
      'mistralai.Mistral().chat.complete()',
    ],
    ...['groq.Groq().chat.completions.create()', 'transformers.pipeline()()', 'replicate.run()'],
    ...['langchain_openai.ChatOpenAI().invoke()', 'langchain_openai.OpenAI().invoke()'],
    ...['langchain_anthropic.ChatAnthropic().invoke()', 'langchain.llms.OpenAI()()'],
    ...[
      'langchain.chains.LLMChain().run()',
      'langchain.chains.LLMChain().invoke()',
      'vllm.LLM().generate()',
    ],
    ...['together.Complete.create()', 'boto3.client().invoke_model()', 'dspy.Predict()()'],
  ]),
  ...kind('network', [
    ...['get', 'post', 'put', 'patch', 'request', 'head'].flatMap((verb) => [
      ...[`requests.${verb}()`, `requests.Session().${verb}()`, `httpx.${verb}()`],
      ...[
        `httpx.Client().${verb}()`,
        `httpx.AsyncClient().${verb}()`,
        `aiohttp.ClientSession().${verb}()`,
      ],
    ]),
    ...[
      'urllib2.urlopen()',
      'urllib.request.urlopen()',
      'urllib3.PoolManager().request()',
      'urllib3.request()',
    ],
    ...['socket.socket().recv()', 'socket.socket().recvfrom()', 'socket.socket().makefile()'],
    ...['socket.create_connection().recv()', 'http.client.HTTPSConnection().getresponse()'],
    ...[
      'http.client.HTTPConnection().getresponse()',
      'ftplib.FTP().retrlines()',
      'feedparser.parse()',
    ],
    ...[
      'websocket.WebSocket().recv()',
      'websockets.connect().recv()',
      'imaplib.IMAP4_SSL().fetch()',
    ],
  ]),
  ...kind('message', [
    ...[
      'kafka.KafkaConsumer()',
      'redis.Redis().get()',
      'redis.StrictRedis().get()',
      'pika.BlockingConnection()',
    ],
    ...[
      'zmq.Context().socket().recv()',
      'zmq.Context().socket().recv_string()',
      'boto3.client().receive_message()',
    ],
  ]),
  ...kind('file', [
    ...[
      'builtins.open()',
      'pathlib.Path().read_text()',
      'pathlib.Path().read_bytes()',
      'codecs.open()',
    ],
    ...[
      'pathlib.Path().open()',
      'gzip.open()',
      'zipfile.ZipFile().read()',
      'os.read()',
      'linecache.getline()',
    ],
  ]),
  ...kind('secret', [
    ...['getpass.getpass()', 'secrets.token_urlsafe()', 'secrets.token_hex()'],
    ...['keyring.get_password()', 'google.colab.userdata.get()', 'streamlit.secrets'],
    'azure.keyvault.secrets.SecretClient().get_secret()',
  ]),
])

/** Decorators that hand a function to the outside, by the last name. */
const routes =
  /\.(route|get|post|put|delete|patch|head|options|websocket|api_route|view|api_view)\(\)$|^flask\.|^rest_framework\./
const tools =
  /(^|\.)(tool|function_tool|register_tool|kernel_function|ai_function|register_for_execution|call_tool|list_resources|resource)(\(\))?$/

const commands = /^(click|typer|discord\.ext\.commands|nextcord\.ext\.commands)\.|\.command\(\)$/

/** Who calls a function with these decorators, given by full name. */
export function handledBy(decorators: readonly string[]): SourceKind | undefined {
  if (decorators.some((path) => tools.test(path))) return 'tool'
  if (decorators.some((path) => routes.test(path))) return 'request'
  return decorators.some((path) => commands.test(path)) ? 'user' : undefined
}

/** Types whose values hold no text of the caller's choice: frameworks refuse everything else. */
const plainTypes =
  /^(builtins\.(int|float|bool)|uuid\.UUID\d?|datetime\.\w+|decimal\.Decimal|ipaddress\.\w+)$|^(fastapi\.BackgroundTasks|sqlalchemy\.orm\.Session|sqlalchemy\.ext\.asyncio\.AsyncSession)$/
/** Requests that the program itself sends. */
const outgoing = /^(requests|httpx|urllib3?|scrapy|pytest|_pytest)\.|(^|\.)PreparedRequest$/
/** Defaults through which a framework hands in what the program itself made. */
const injected = /(^|\.)(Depends|Security|Provide)\(\)$/

/** `/items/<int:number>` takes nothing but a number. */
function hasPlainPlace(route: string, name: string): boolean {
  return ['int', 'float', 'uuid'].some(
    (type) => route.includes(`<${type}:${name}>`) || route.includes(`{${name}:${type}}`),
  )
}

/** What was made a number can do no harm but by its size. */
export const allButSize = 'all-but-size'

const cleaners: ReadonlyMap<string, readonly string[]> = new Map([
  ...cleaner('shell', [
    'shlex.quote',
    'pipes.quote',
    'subprocess.list2cmdline',
    'shlex.join',
    'mslex.quote',
  ]),
  ...cleaner('html', [
    ...[
      'html.escape',
      'markupsafe.escape',
      'flask.escape',
      'cgi.escape',
      'bleach.clean',
      'nh3.clean',
    ],
    ...[
      'django.utils.html.escape',
      'xml.sax.saxutils.escape',
      'django.utils.html.conditional_escape',
    ],
  ]),
  // What is read from memory names no file and no address.
  ...['io.StringIO', 'io.BytesIO'].map((name) => [name, ['path', 'address']] as const),
  ...cleaner('path', [
    'os.path.basename',
    'werkzeug.utils.secure_filename',
    'werkzeug.security.safe_join',
    'flask.safe_join',
    'django.utils._os.safe_join',
    'django.utils.text.get_valid_filename',
    'pathvalidate.sanitize_filename',
  ]),
  ...cleaner('address', [
    'urllib.parse.quote',
    'urllib.parse.quote_plus',
    'urllib.parse.urlencode',
  ]),
  ...cleaner('regex', ['re.escape']),
  ...cleaner('sql', [
    ...[
      'psycopg2.sql.Identifier',
      'psycopg2.sql.Literal',
      'psycopg.sql.Identifier',
      'psycopg.sql.Literal',
    ],
    ...[
      'pymysql.converters.escape_string',
      'sqlalchemy.bindparam',
      'psycopg2.extensions.quote_ident',
    ],
  ]),
  ...cleaner('code', ['ast.literal_eval', 'json.loads']),
  ...cleaner('log', ['builtins.repr', 'builtins.ascii']),
  ...cleaner(
    allButSize,
    ['int', 'float', 'complex', 'abs', 'round'].map((name) => `builtins.${name}`),
  ),
])

const forgetting = new Set([
  ...['bool', 'min', 'len', 'isinstance', 'issubclass', 'type', 'hash', 'id', 'ord'].map(
    (name) => `builtins.${name}`,
  ),
  ...['hasattr', 'callable', 'range', 'any', 'all', 'print', 'memoryview'].map(
    (name) => `builtins.${name}`,
  ),
  ...[
    'uuid.UUID',
    'decimal.Decimal',
    'fractions.Fraction',
    'ipaddress.ip_address',
    'datetime.date.fromisoformat',
  ],
  ...[
    'datetime.datetime.fromisoformat',
    'datetime.datetime.strptime',
    'hmac.compare_digest',
    'hmac.new',
  ],
  ...['os.path.exists', 'os.path.isfile', 'os.path.isdir', 'os.path.getsize', 'time.strptime'],
  ...['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'blake2b', 'blake2s', 'new'].map(
    (n) => `hashlib.${n}`,
  ),
  ...['jwt.encode', 'jose.jwt.encode', 'zlib.crc32', 'binascii.crc32'],
  ...[
    're.match',
    're.fullmatch',
    'secrets.compare_digest',
    'logging.getLogger',
    'builtins.enumerate()',
  ],
])

/** What Cordon knows of where data comes from and what makes it harmless. */
export const flowKnowledge: Omit<FlowKnowledge, 'isTested'> = {
  sourceOf: (path) => sources.get(path),
  parameterSourceOf({ decorators, name, types, defaults, texts }) {
    if (name === 'self' || name === 'cls') return undefined
    if (types.some((type) => plainTypes.test(type))) {
      const isNumber = types.some((type) => /^builtins\.(int|float)$/.test(type))
      const isSent = decorators.some((path) => routes.test(path) || tools.test(path))
      // `Query(le=100)` and the like say how large it may get.
      const isBounded = defaults.some((path) => /\.(Query|Path|Body|Field|Form)\(\)$/.test(path))
      return isNumber && isSent && !isBounded ? 'number' : undefined
    }
    if (defaults.some((path) => injected.test(path))) return undefined
    if (texts.some((text) => hasPlainPlace(text, name))) return undefined
    const isIncoming = name === 'request' && !types.some((type) => outgoing.test(type))
    return handledBy(decorators) ?? (isIncoming ? 'request' : undefined)
  },
  cleans: (path) => cleaners.get(path),
  forgets: (path) => forgetting.has(path),
}

function kind(source: SourceKind, paths: readonly string[]): (readonly [string, SourceKind])[] {
  return paths.map((path) => [path, source])
}

function cleaner(sink: string, paths: readonly string[]): (readonly [string, readonly string[]])[] {
  return paths.map((path) => [path, [sink]])
}
