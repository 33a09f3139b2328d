/** Full names of what strangers can write: the user, the command line, requests, the network. */
export const untrustedNames: readonly string[] = [
  ...['builtins.input()', 'builtins.raw_input()', 'getpass.getpass()', 'sys.argv', 'sys.stdin'],
  ...['os.environ', 'os.getenv()', 'argparse.ArgumentParser().parse_args()', 'click.prompt()'],
  ...['flask.request', 'quart.request', 'bottle.request', 'cherrypy.request', 'sanic.request'],
  ...['fastapi.Request()', 'starlette.requests.Request()', 'django.http.HttpRequest()'],
  ...['aiohttp.web.Request()', 'tornado.web.RequestHandler().get_argument()'],
  ...['requests.get()', 'requests.post()', 'requests.request()', 'requests.Session()'],
  ...['httpx.get()', 'httpx.post()', 'httpx.Client()', 'httpx.AsyncClient()'],
  ...['urllib.request.urlopen()', 'urllib.request.urlretrieve()', 'aiohttp.ClientSession()'],
  ...['socket.socket().recv()', 'socket.socket().recvfrom()', 'websockets.connect()'],
  ...['streamlit.text_input()', 'streamlit.text_area()', 'streamlit.chat_input()'],
  ...['openai.OpenAI()', 'anthropic.Anthropic()', 'huggingface_hub.hf_hub_download()'],
]

/** Decorators, by their last name, whose functions are called with what strangers send. */
export const entryDecorators: ReadonlySet<string> = new Set([
  ...['route', 'get', 'post', 'put', 'patch', 'delete', 'websocket', 'api_route', 'endpoint'],
  ...['tool', 'function_tool', 'ai_function', 'command', 'on_message', 'api_view'],
])

/** Calls whose result holds nothing of a text that could be read as code, a command or a name. */
export const neutralCalls: ReadonlySet<string> = new Set([
  ...['int', 'float', 'bool', 'len', 'hash', 'id', 'ord', 'isinstance'].map((n) => `builtins.${n}`),
  ...[
    'shlex.quote',
    'pipes.quote',
    'hashlib.sha256',
    'hashlib.md5',
    'uuid.UUID',
    'decimal.Decimal',
  ],
  ...['datetime.date.fromisoformat', 'datetime.datetime.fromisoformat'],
])
