// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'copyleft-import': `# copyleft-import

Programs that are given away with a GPL library must come with their source; with an AGPL library that also holds for services. Inside of a company it mostly does not matter, so this is a remark.

## How to fix

Ask whoever looks after licences, buy another licence, or use another library.

## Bad

\`\`\`python
import fitz  # error: [copyleft-import]
from ultralytics import YOLO  # error: [copyleft-import]
\`\`\`

## Good

\`\`\`python
import pypdf
import pandas as pd

fitz = "a name"
\`\`\`
`,
  'model-licence': `# model-licence

Weights and data have licences of their own. Many that can be downloaded freely may not be used commercially, or forbid certain uses.

## How to fix

Read the licence, and note it beside the model; or use a model without such limits.

## Bad

\`\`\`python
from datasets import load_dataset
from transformers import AutoModel, pipeline

load_dataset("imagenet-1k")  # error: [model-licence]
AutoModel.from_pretrained("meta-llama/Llama-3.1-8B")  # error: [model-licence]
pipeline("translation", model="facebook/nllb-200-distilled-600M")  # error: [model-licence]
\`\`\`

## Good

\`\`\`python
from transformers import AutoModel

AutoModel.from_pretrained("bert-base-uncased")
AutoModel.from_pretrained("mistralai/Mistral-7B-v0.1")
name = "meta-llama/Llama-3.1-8B"
\`\`\`
`,
  'robots-ignored': `# robots-ignored

\`robots.txt\` says what a site lets be fetched. Passing it over breaks the terms of most sites.

## How to fix

Keep to it, or ask.

## Bad

\`\`\`python
ROBOTSTXT_OBEY = False  # error: [robots-ignored]
custom_settings = {"ROBOTSTXT_OBEY": False}  # error: [robots-ignored]
crawl(url, respect_robots_txt=False)  # error: [robots-ignored]
\`\`\`

\`\`\`python
from scrapy.settings import Settings

settings = Settings()
settings.set("ROBOTSTXT_OBEY", False)  # error: [robots-ignored]
\`\`\`

## Good

\`\`\`python
ROBOTSTXT_OBEY = True
custom_settings = {"DOWNLOAD_DELAY": 1}
\`\`\`
`,
}
