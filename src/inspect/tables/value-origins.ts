/** Where a value came from that the code does not decide itself. */
export type OriginKind =
  | 'web'
  | 'person'
  | 'argument'
  | 'environment'
  | 'download'
  | 'model'
  | 'tool'
  | 'retrieved'
  | 'archive'
  | 'settings'

/** Full names, as prefixes, of what holds or gives values from elsewhere. */
export const sourcePrefixes: readonly (readonly [string, OriginKind])[] = [
  ...of('web', [
    ...['flask.request', 'quart.request', 'bottle.request', 'cherrypy.request', 'sanic.Request()'],
    ...['fastapi.Request()', 'starlette.requests.Request()', 'starlette.websockets.WebSocket()'],
    ...['fastapi.UploadFile()', 'fastapi.WebSocket()', 'django.http.HttpRequest()'],
    ...['aiohttp.web.Request()', 'cgi.FieldStorage()', 'werkzeug.Request()', 'falcon.Request()'],
    ...['streamlit.text_input()', 'streamlit.text_area()', 'streamlit.chat_input()'],
    ...['streamlit.file_uploader()', 'streamlit.query_params'],
  ]),
  ...of('person', ['builtins.input()', 'builtins.raw_input()', 'sys.stdin', 'click.prompt()']),
  ...of('argument', ['sys.argv', 'argparse.ArgumentParser().parse_args()', 'sys.orig_argv']),
  ...of('environment', ['os.environ', 'os.getenv()', 'os.environb']),
  ...of('download', [
    ...['requests.get()', 'requests.post()', 'requests.request()', 'requests.Session().get()'],
    ...[
      'httpx.get()',
      'httpx.post()',
      'urllib.request.urlopen()',
      'urllib3.PoolManager().request()',
    ],
    ...['socket.socket().recv()', 'socket.socket().accept()', 'boto3.client().get_object()'],
  ]),
  ...of(
    'download',
    ['langchain_community', 'langchain'].flatMap((library) =>
      [
        'WebBaseLoader',
        'AsyncHtmlLoader',
        'RecursiveUrlLoader',
        'UnstructuredURLLoader',
        'SitemapLoader',
      ].map((loader) => `${library}.document_loaders.${loader}()`),
    ),
  ),
  ...of('archive', [
    ...[
      'zipfile.ZipFile().namelist()',
      'zipfile.ZipFile().infolist()',
      'tarfile.open().getmembers()',
    ],
    ...['tarfile.open().getnames()', 'tarfile.open()[]', 'tarfile.TarFile().getmembers()'],
    ...['rarfile.RarFile().namelist()', 'py7zr.SevenZipFile().getnames()'],
  ]),
  ...of('settings', [
    ...[
      'json.load()',
      'json.loads()',
      'yaml.safe_load()',
      'yaml.load()',
      'toml.load()',
      'tomllib.load()',
    ],
    ...['configparser.ConfigParser().get()', 'configparser.ConfigParser()[]'],
  ]),
]

/** Endings of calls, as written or resolved, that ask a model. */
export const modelCall =
  /(^|\.)(chat\.completions|completions|messages|responses|ChatCompletion|Completion|beta\.threads\.runs)\.(a?create|parse|stream)$|\.generate_content(_async)?$|^litellm\.a?completion$|^ollama\.(chat|generate)$|(^|\.)(cohere\.Client(V2)?\(\)|co)\.(chat|generate)$|^transformers\.pipeline\(\)$|^dspy\.\w+\(\)$|\.invoke_model$|\.InferenceClient\(\)\.(text_generation|chat_completion)$/

/** Chains and models of agent libraries, and the verbs that run them. */
export const modelObject =
  /(^|[._])(Chat(OpenAI|Anthropic|Ollama|Bedrock|VertexAI|GoogleGenerativeAI|Groq|MistralAI|Cohere)|AzureChatOpenAI|LLMChain|AgentExecutor|HuggingFacePipeline|LlamaCpp)\(\)$|(^|[._])(llm|chat_model|chat_llm|gpt|claude|llm_chain|agent_executor|qa_chain|(\w+_)?chain|react_agent)$/i
export const modelVerb =
  /^(a?invoke|a?predict|predict_messages|a?run|a?generate|a?call|complete|a?chat|ask|query|stream|a?generate_text)$/

/** Last names of all these calls, to be quick about the others. */
export const mayAskModel =
  /^(a?(create|completion|chat|invoke|predict|run|generate|call|generate_text)|parse|stream|predict_messages|generate_content(_async)?|complete|ask|query|invoke_model|text_generation|chat_completion)$|llm|gpt|claude|gemini/i

/** Functions that retrieve documents to be shown to a model. */
export const retrievalVerb =
  /^(a?similarity_search(_with_score|_by_vector)?|max_marginal_relevance_search|a?get_relevant_documents|retrieve|load_and_split|lazy_load)$/

/** Last names of functions after which a value is no longer what someone else sent. */
export const cleaningName =
  /^(int|float|bool|len|ord|hash|abs|round|isinstance|type|UUID|Decimal|basename|secure_filename|safe_join|quote|quote_plus|quote_identifier|escape|clean|literal|hexdigest|digest|b64encode|urlsafe_b64encode|is_[a-z_]+|getsize|exists|isfile|isdir|count|index|find)$|sanit|valid|escape|clean|secure|allow/i

/** Functions that give on what they are given. */
export const passingPrefixes: readonly string[] = [
  ...[
    'os.path.',
    'json.',
    'base64.',
    'urllib.parse.',
    'codecs.',
    'pathlib.Path',
    'builtins.str',
    'io.',
  ],
  ...[
    'builtins.list',
    'builtins.tuple',
    'builtins.dict',
    'builtins.open',
    'builtins.bytes',
    'textwrap.',
  ],
  ...[
    'builtins.sorted',
    'builtins.reversed',
    'builtins.next',
    'builtins.iter',
    'builtins.enumerate',
  ],
  ...[
    'builtins.zip',
    'builtins.map',
    'builtins.filter',
    'builtins.format',
    'builtins.repr',
    're.',
    'copy.',
  ],
  ...[
    'ast.parse',
    'builtins.compile',
    'yaml.',
    'string.Template',
    'shlex.split',
    'asyncio.run',
    'asyncio.gather',
  ],
]
export const passingMethods: ReadonlySet<string> = new Set(
  (
    'format join replace get pop strip lstrip rstrip lower upper title split rsplit splitlines encode decode read ' +
    'readline readlines json text format_map safe_substitute substitute removeprefix removesuffix getvalue items values ' +
    'keys copy group groups'
  ).split(' '),
)

function of(kind: OriginKind, names: readonly string[]): (readonly [string, OriginKind])[] {
  return names.map((name) => [name, kind])
}
