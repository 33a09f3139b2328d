import { fromBase64 } from '../../python/text-methods.ts'
import { hasBase62Crc, isJsonWebToken } from './checksums.ts'

/** A kind of credential that is known by how it begins and what follows. */
export interface SecretKind {
  readonly name: string
  readonly prefixes: readonly string[]
  /** What the part after the prefix is made of, with how many characters it has. */
  readonly alphabet: Alphabet
  readonly least: number
  readonly most: number
  /** A text that has to be among what follows. */
  readonly holds?: string
  /** The form carries a checksum: false where it is wrong. The whole token is given. */
  readonly check?: (token: string) => boolean
  /** Without that checksum it is no credential at all. */
  readonly needsCheck?: boolean
}

export type Alphabet = 'hex' | 'base32' | 'word' | 'dashed' | 'base64' | 'dotted'

/** Characters of each alphabet, tested one at a time. */
export const alphabets: Readonly<Record<Alphabet, RegExp>> = {
  hex: /[0-9a-fA-F]/,
  base32: /[A-Z2-7]/,
  word: /[A-Za-z0-9]/,
  dashed: /[A-Za-z0-9_-]/,
  base64: /[A-Za-z0-9+/=]/,
  dotted: /[A-Za-z0-9_.=-]/,
}

/** Credentials with a form of their own, from the documentation of who gives them out. */
export const secretKinds: readonly SecretKind[] = [
  kind('HTTP Basic login', ['Basic '], 'base64', 12, 200, {
    check: isBasicLogin,
    needsCheck: true,
  }),
  kind('AWS access key', ['AKIA', 'ASIA', 'ABIA', 'ACCA'], 'base32', 16, 16),
  kind('Amazon MWS token', ['amzn.mws.'], 'dashed', 36, 36),
  kind('Amazon Bedrock key', ['ABSKQmVkcm9ja0FQSUtleS'], 'base64', 90, 260),
  kind('Alibaba Cloud key', ['LTAI'], 'word', 12, 26),
  kind('Tencent Cloud key', ['AKID'], 'word', 32, 32),
  kind('Google API key', ['AIza'], 'dashed', 35, 35),
  kind('Google OAuth secret', ['GOCSPX-'], 'dashed', 28, 28),
  kind('Google OAuth token', ['ya29.'], 'dashed', 20, 400),
  kind('GitHub token', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], 'word', 36, 36, {
    check: hasBase62Crc,
  }),
  kind('GitHub fine-grained token', ['github_pat_'], 'dashed', 82, 82),
  kind(
    'GitLab token',
    ['glpat-', 'gldt-', 'glrt-', 'glptt-', 'glagent-', 'glsoat-'],
    'dashed',
    20,
    300,
  ),
  kind('npm token', ['npm_'], 'word', 36, 36, { check: hasBase62Crc }),
  kind('PyPI token', ['pypi-AgEIcHlwaS5vcmc', 'pypi-AgENdGVzdC5weXBpLm9yZw'], 'dashed', 50, 1_000),
  kind('RubyGems token', ['rubygems_'], 'hex', 48, 48),
  kind('crates.io token', ['cio'], 'word', 32, 32),
  kind('Docker Hub token', ['dckr_pat_', 'dckr_oat_'], 'dashed', 27, 32),
  kind('OpenAI key', ['sk-proj-', 'sk-svcacct-', 'sk-admin-', 'sk-None-'], 'dashed', 40, 200),
  kind('OpenAI key', ['sk-'], 'word', 48, 48, { holds: 'T3BlbkFJ' }),
  kind('Anthropic key', ['sk-ant-api03-', 'sk-ant-admin01-', 'sk-ant-oat01-'], 'dashed', 80, 110),
  kind('OpenRouter key', ['sk-or-v1-'], 'hex', 64, 64),
  kind('DeepSeek or other model key', ['sk-'], 'hex', 32, 64),
  kind('Hugging Face token', ['hf_', 'api_org_'], 'word', 34, 40),
  kind('Groq key', ['gsk_'], 'word', 52, 52),
  kind('Replicate token', ['r8_'], 'word', 37, 37),
  kind('Perplexity key', ['pplx-'], 'word', 48, 56),
  kind('xAI key', ['xai-'], 'word', 80, 80),
  kind('Fireworks key', ['fw_'], 'word', 24, 24),
  kind('LangSmith key', ['lsv2_pt_', 'lsv2_sk_'], 'dashed', 43, 43),
  kind('Langfuse key', ['sk-lf-', 'pk-lf-'], 'dashed', 36, 36),
  kind('Pinecone key', ['pcsk_'], 'dashed', 60, 80),
  kind('Tavily key', ['tvly-'], 'dashed', 32, 50),
  kind('Databricks token', ['dapi', 'dose', 'dkea'], 'hex', 32, 34),
  kind(
    'Slack token',
    ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxe-', 'xapp-'],
    'dashed',
    24,
    200,
  ),
  kind('Slack webhook', ['hooks.slack.com/services/T'], 'base64', 30, 60),
  kind(
    'Discord webhook',
    ['discord.com/api/webhooks/', 'discordapp.com/api/webhooks/'],
    'base64',
    60,
    110,
  ),
  kind('Stripe key', ['sk_live_', 'rk_live_', 'sk_test_', 'rk_test_', 'whsec_'], 'word', 24, 250),
  kind('Square token', ['EAAA', 'sq0atp-', 'sq0csp-', 'sq0idp-'], 'dashed', 22, 60),
  kind(
    'PayPal Braintree token',
    ['access_token$production$', 'access_token$sandbox$'],
    'dotted',
    49,
    60,
  ),
  kind('Razorpay key', ['rzp_live_', 'rzp_test_'], 'word', 14, 14),
  kind('Flutterwave key', ['FLWSECK-', 'FLWSECK_TEST-'], 'dashed', 32, 40),
  kind('Shopify token', ['shpat_', 'shpca_', 'shppa_', 'shpss_'], 'hex', 32, 32),
  kind('SendGrid key', ['SG.'], 'dotted', 66, 66),
  kind('Mailgun key', ['key-'], 'hex', 32, 32),
  kind('Brevo key', ['xkeysib-'], 'dashed', 81, 81),
  kind('Resend key', ['re_'], 'dashed', 32, 36),
  kind('Postman key', ['PMAK-'], 'dashed', 59, 59),
  kind('Twilio key', ['SK'], 'hex', 32, 32),
  kind('Doppler token', ['dp.pt.', 'dp.st.', 'dp.ct.', 'dp.sa.'], 'dotted', 40, 60),
  kind('HashiCorp Vault token', ['hvs.', 'hvb.', 'hvr.'], 'dashed', 24, 300),
  kind('Terraform Cloud token', ['atlasv1.'], 'dashed', 60, 70),
  kind('Pulumi token', ['pul-'], 'hex', 40, 40),
  kind('DigitalOcean token', ['dop_v1_', 'doo_v1_', 'dor_v1_'], 'hex', 64, 64),
  kind('Linode or Akamai token', ['akab-'], 'dashed', 33, 33),
  kind('Fly.io token', ['fo1_', 'fm1r_', 'fm2_', 'fm1a_'], 'base64', 40, 1_000),
  kind('Heroku key', ['HRKU-'], 'dashed', 36, 60),
  kind('Vercel token', ['vcp_', 'vci_', 'vck_'], 'word', 56, 60),
  kind('Netlify token', ['nfp_', 'nfc_'], 'word', 36, 40),
  kind('Supabase token', ['sbp_', 'sb_secret_'], 'dashed', 31, 48),
  kind('PlanetScale token', ['pscale_tkn_', 'pscale_pw_', 'pscale_oauth_'], 'dashed', 32, 64),
  kind('Neon key', ['napi_'], 'word', 60, 68),
  kind('New Relic key', ['NRAK-', 'NRJS-', 'NRII-', 'NRRA-'], 'dashed', 19, 42),
  kind('Grafana token', ['glsa_', 'glc_'], 'dashed', 32, 400),
  kind('Sentry token', ['sntrys_', 'sntryu_'], 'dotted', 60, 300),
  kind('Dynatrace token', ['dt0c01.', 'dt0s01.'], 'dotted', 80, 110),
  kind('Honeycomb key', ['hcaik_', 'hcamk_'], 'word', 58, 64),
  kind('Atlassian token', ['ATATT3', 'ATCTT3', 'ATBB'], 'dotted', 24, 250),
  kind('Linear key', ['lin_api_', 'lin_oauth_'], 'word', 40, 64),
  kind('Notion token', ['ntn_', 'secret_'], 'word', 43, 46),
  kind('Airtable token', ['pat'], 'dotted', 79, 79, { holds: '.' }),
  kind('Figma token', ['figd_', 'figu_'], 'dashed', 38, 48),
  kind('Dropbox token', ['sl.'], 'dashed', 130, 1_200),
  kind('Mapbox secret token', ['sk.eyJ'], 'dotted', 60, 200),
  kind('Okta token', ['SSWS 00'], 'dashed', 40, 42),
  kind('1Password token', ['ops_eyJ'], 'dotted', 200, 1_200),
  kind('Age key', ['AGE-SECRET-KEY-1'], 'word', 58, 58),
  kind('Facebook token', ['EAACEdEose0cBA', 'EAAG', 'EAAJ'], 'word', 80, 300),
  kind('Typeform token', ['tfp_'], 'dotted', 40, 60),
  kind('Snyk or Sonar token', ['sqp_', 'squ_', 'sqa_'], 'hex', 40, 40),
  kind('Azure storage key', ['AccountKey='], 'base64', 86, 90),
  kind('Azure shared access key', ['SharedAccessKey='], 'base64', 43, 46),
  kind('JSON web token', ['eyJ'], 'dotted', 40, 4_000, { check: isJsonWebToken, holds: '.' }),
]

function kind(
  name: string,
  prefixes: readonly string[],
  alphabet: Alphabet,
  least: number,
  most: number,
  more: Pick<SecretKind, 'holds' | 'check' | 'needsCheck'> = {},
): SecretKind {
  return { name, prefixes, alphabet, least, most, ...more }
}

/** What follows is `user:password` in base64 (RFC 7617). */
function isBasicLogin(token: string): boolean {
  const encoded = token.slice('Basic '.length)
  if (encoded.length % 4 !== 0 || !/^[\w+/]+={0,2}$/.test(encoded)) return false
  return /^[\x21-\x39\x3B-\x7E]{1,80}:[\x20-\x7E]{3,120}$/.test(fromBase64(encoded) ?? '')
}
