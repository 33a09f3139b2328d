"""Runs scripts one after another in one confined child, in one namespace, and hands over files of its working folder.

After the first script the process belongs to whoever wrote it: the host takes nothing here for granted."""

import base64
import os
import sys

from . import failures
from .job import Script, write_answer
from .results import TooLarge, Untyped

_HOME = '/tmp'
_OWN = ('matplotlib',)
_MAX_LISTED = 1000


def serve(opening, granted, result_fd, receive):
    """Answers requests until there is none; never returns. The first answer is whether the grants could be read."""
    script = Script(granted)
    _reply(result_fd, opening, lambda: _open(script, opening['files']))
    while True:
        request = receive()
        if request['kind'] == 'run':
            _reply(result_fd, request, lambda: script.run(request))
            _forget_figures()
        elif request['kind'] == 'list':
            _reply(result_fd, request, _listing)
        else:
            _reply(result_fd, request, lambda: _content(request))


def _reply(result_fd, request, answer):
    try:
        header, buffers = answer()
    except BaseException as error:
        failure = failures.describe(error, request['fileName'], None)
        header, buffers = {'status': 'failed', 'failure': failure}, []
    write_answer(result_fd, header, buffers, request)


def _open(script, files):
    for file in files:
        path = os.path.join(_HOME, file['name'])
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'wb') as out:
            out.write(base64.b64decode(file['base64']))
    script.open()
    return _value({'kind': 'none'}), []


def _listing():
    found = {}
    for folder, folders, names in os.walk(_HOME):
        if folder == _HOME:
            folders[:] = [name for name in folders if name not in _OWN]
        for name in names:
            path = os.path.join(folder, name)
            if len(found) < _MAX_LISTED and os.path.isfile(path) and not os.path.islink(path):
                shown = os.path.relpath(path, _HOME).encode('utf-8', 'replace').decode('utf-8')
                found[shown] = os.path.getsize(path)
    return _value({'kind': 'json', 'value': found}), []


def _content(request):
    path = os.path.join(_HOME, request['name'])
    # As text it takes a third more.
    limit = request['limits']['resultBytes'] // 4 * 3 - 1024
    try:
        with open(path, 'rb') as file:
            data = file.read(limit + 1)
    except OSError:
        raise Untyped('There is no such file in the working folder.') from None
    if len(data) > limit:
        raise TooLarge
    return _value({'kind': 'string', 'value': base64.b64encode(data).decode('ascii')}), []


def _value(value):
    return {'status': 'completed', 'value': value, 'figures': []}


def _forget_figures():
    pyplot = sys.modules.get('matplotlib.pyplot')
    if pyplot is not None:
        pyplot.close('all')
