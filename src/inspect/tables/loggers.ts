const levels = ['debug', 'info', 'warning', 'warn', 'error', 'critical', 'exception', 'log']

/** Functions that write a line to a log; the last ones are of any object, see `isLogCall`. */
export const logCalls: readonly string[] = [
  ...[
    'logging',
    'logging.getLogger()',
    'loguru.logger',
    'structlog.get_logger()',
    'structlog',
  ].flatMap((logger) => levels.map((level) => `${logger}.${level}`)),
  ...levels.map((level) => `flask.Flask().logger.${level}`),
  ...levels.map((level) => `.${level}`),
  ...['sentry_sdk.set_user', 'sentry_sdk.set_context', 'sentry_sdk.capture_message'],
]
