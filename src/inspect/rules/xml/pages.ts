// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'xml-built-from-text': `# xml-built-from-text

A value such as \`</price><price>1\` changes the structure of the document that it is pasted into.

## How to fix

Build documents with \`ElementTree\`, which escapes; or use \`xml.sax.saxutils.escape\`.

## Bad

\`\`\`python
import xml.etree.ElementTree as ET

from flask import request


def order():
    item = request.form["item"]
    return ET.fromstring(f"<order><item>{item}</item></order>")  # error: [xml-built-from-text]
\`\`\`

## Good

\`\`\`python
import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape

from flask import request


def order():
    root = ET.Element("order")
    ET.SubElement(root, "item").text = request.form["item"]
    return ET.fromstring(f"<order>{escape(request.form['item'])}</order>")
\`\`\`
`,
  'xml-expansion': `# xml-expansion

Ten entities that each name the one before ten times make a gigabyte of a kilobyte ("billion laughs"). Newer expat stops it; what runs here may be older, and \`huge_tree\` takes lxml's limits away.

## How to fix

Use defusedxml for documents of strangers, and leave \`huge_tree\` alone.

## Bad

\`\`\`python
import xml.etree.ElementTree as ET
from xml.dom.minidom import parseString as read

from flask import request
from lxml import etree

parser = etree.XMLParser(huge_tree=True)  # error: [xml-expansion]


def upload():
    ET.fromstring(request.data)  # error: [xml-expansion]
    text = request.get_data().decode()
    return read(text)  # error: [xml-expansion]
\`\`\`

\`\`\`python
import xml.etree.ElementTree as tree


def read(path):
    return tree.parse(path)  # error: [xml-expansion]
\`\`\`

## Good

\`\`\`python
import xml.etree.ElementTree as ET

import defusedxml.ElementTree as safe
from flask import request


def upload():
    ET.parse("settings.xml")
    ET.fromstring("<a/>")
    return safe.fromstring(request.data)
\`\`\`

\`\`\`python
import xml.etree.ElementTree as tree

root = tree.fromstring("<a><b/></a>")
\`\`\`
`,
  'xml-external-entities': `# xml-external-entities

\`<!ENTITY x SYSTEM "file:///etc/passwd">\` makes a parser that follows it put the file into the document. Python's own parsers stopped in 3.7.1; lxml follows local entities by default up to version 4, and any when it is told to.

## How to fix

\`lxml.etree.XMLParser(resolve_entities=False, no_network=True)\`, or defusedxml.

## Bad

\`\`\`python
import xml.sax
from xml.sax.handler import feature_external_ges

from flask import request
from lxml import etree

parser = etree.XMLParser(resolve_entities=True)  # error: [xml-external-entities]
options = {"no_network": False}
parser = etree.XMLParser(**options)  # error: [xml-external-entities]
reader = xml.sax.make_parser()
reader.setFeature(feature_external_ges, True)  # error: [xml-external-entities]


def upload():
    return etree.fromstring(request.data)  # error: [xml-external-entities]
\`\`\`

\`\`\`python
from flask import Flask, request
from lxml import etree

app = Flask(__name__)


@app.post("/import")
def load():
    for _, element in etree.iterparse(request.stream):  # error: [xml-external-entities]
        print(element.tag)
    return ""
\`\`\`

## Good

\`\`\`python
import xml.etree.ElementTree as ET
import xml.sax
from xml.sax.handler import feature_external_ges

from flask import request
from lxml import etree

parser = etree.XMLParser(resolve_entities=False, no_network=True)
tree = etree.parse("settings.xml")
reader = xml.sax.make_parser()
reader.setFeature(feature_external_ges, False)


def upload():
    return etree.fromstring(request.data, parser)
\`\`\`

\`\`\`python
from flask import Flask, request
from lxml import etree

app = Flask(__name__)


@app.post("/import")
def load():
    for _, element in etree.iterparse(request.stream, resolve_entities=False):
        print(element.tag)
    return ""
\`\`\`
`,
  'xslt-from-outside': `# xslt-from-outside

XSLT is a programming language: \`document()\` reads files and addresses, extensions call functions. XInclude puts any file into a document.

## How to fix

Keep style sheets in the code; deny access with \`XSLTAccessControl.DENY_ALL\`.

## Bad

\`\`\`python
import pandas as pd
from flask import request
from lxml import etree


def convert(document):
    sheet = etree.fromstring(request.data)
    etree.XSLT(sheet)  # error: [xslt-from-outside]
    frame = pd.read_xml("a.xml", stylesheet=request.form["sheet"])  # error: [xslt-from-outside]
    document.xinclude()  # error: [xslt-from-outside]
    return frame
\`\`\`

## Good

\`\`\`python
import pandas as pd
from lxml import etree

sheet = etree.parse("own.xsl")
transform = etree.XSLT(sheet)
frame = pd.read_xml("a.xml", stylesheet="own.xsl")
\`\`\`
`,
}
