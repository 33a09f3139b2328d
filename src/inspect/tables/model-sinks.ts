import { processCalls } from './processes.ts'

/** Functions that run their text as code, with the position of the text. */
export const codeSinks: readonly string[] = [
  ...[
    'builtins.eval',
    'builtins.exec',
    'builtins.compile',
    'runpy.run_path',
    'code.InteractiveInterpreter().runcode',
  ],
  ...[
    'langchain_experimental.utilities.PythonREPL().run',
    'langchain_experimental.tools.PythonREPLTool().run',
  ],
  ...[
    'pandas.eval',
    'pandas.DataFrame().eval',
    'numexpr.evaluate',
    'sympy.sympify',
    'timeit.timeit',
  ],
  ...['IPython.get_ipython().run_cell', 'IPython.get_ipython().ex', 'asteval.Interpreter()'],
]

export const commandSinks: readonly string[] = [...processCalls.keys()]

/** Functions and methods that send a query to a database. */
export const querySinks: readonly string[] = [
  ...['.execute', '.executemany', '.executescript', '.run_query', '.execute_query', '.sql'],
  ...['pandas.read_sql', 'pandas.read_sql_query', 'duckdb.sql', 'duckdb.query', 'duckdb.execute'],
  ...[
    'sqlite3.connect().execute',
    'sqlite3.connect().cursor().execute',
    'sqlite3.connect().executescript',
  ],
  ...[
    'psycopg2.connect().cursor().execute',
    'psycopg.connect().execute',
    'pymysql.connect().cursor().execute',
  ],
  ...[
    'duckdb.connect().execute',
    'duckdb.connect().sql',
    'sqlalchemy.text',
    'pyspark.sql.SparkSession().sql',
  ],
  ...['sqlalchemy.create_engine().execute', 'sqlalchemy.create_engine().connect().execute'],
  ...['neo4j.GraphDatabase.driver().session().run', 'neo4j.GraphDatabase.driver().execute_query'],
]

/** Functions that show text as markup. */
export const markupSinks: readonly string[] = [
  ...[
    'IPython.display.HTML',
    'IPython.core.display.HTML',
    'IPython.display.Javascript',
    'markupsafe.Markup',
  ],
  ...[
    'flask.Markup',
    'flask.render_template_string',
    'django.utils.safestring.mark_safe',
    'gradio.HTML',
  ],
  ...[
    'streamlit.components.v1.html',
    'streamlit.html',
    'fastapi.responses.HTMLResponse',
    'panel.pane.HTML',
  ],
  ...[
    'starlette.responses.HTMLResponse',
    'aiohttp.web.Response',
    'ipywidgets.HTML',
    'django.http.HttpResponse',
  ],
]

export const loadSinks: readonly string[] = [
  ...[
    'pickle.loads',
    'pickle.load',
    'marshal.loads',
    'dill.loads',
    'yaml.load',
    'yaml.unsafe_load',
  ],
  ...['jsonpickle.decode', 'cloudpickle.loads', 'importlib.import_module', 'builtins.__import__'],
]

/** Chains and agents that have a model write queries and send them. */
export const queryAgents: readonly string[] = [
  ...['langchain.chains', 'langchain_experimental.sql', 'langchain'].map(
    (module) => `${module}.SQLDatabaseChain.from_llm`,
  ),
  ...['langchain.agents', 'langchain_community.agent_toolkits'].map(
    (module) => `${module}.create_sql_agent`,
  ),
  ...['langchain.chains', 'langchain_neo4j'].map(
    (module) => `${module}.GraphCypherQAChain.from_llm`,
  ),
  'langchain_community.chains.graph_qa.cypher.GraphCypherQAChain.from_llm',
  'llama_index.core.query_engine.NLSQLTableQueryEngine',
]
