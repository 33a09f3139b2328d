#!/usr/bin/env node
/** Writes docs/rules.md, the index of all rules, from the built rules. Run after adding one; a test fails where it is stale. */
import { writeFileSync } from 'node:fs'
import { families } from '../dist/inspect/rules/index.js'
import { renderRuleList } from '../dist/report/rule-list.js'

const file = new URL('../docs/rules.md', import.meta.url)
writeFileSync(file, renderRuleList(families, '../src/inspect/rules'))
