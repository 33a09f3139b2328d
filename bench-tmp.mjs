import * as engine from '@duckdb/node-api'
import fs from 'node:fs'
import {openGovernor} from './dist/data/govern.js'
import {parseDatasets} from './dist/data/config.js'
const out=process.argv[2]; fs.mkdirSync(out,{recursive:true})
const csv=fs.readFileSync('examples/bonds/bonds.csv','utf8').split('\n').slice(0,1001).join('\n')+'\n'
fs.writeFileSync(out+'/k.csv',csv)
{const c=await (await engine.DuckDBInstance.create()).connect(); await c.run(`copy (select * from '${out}/k.csv') to '${out}/k.parquet'`)}
const p=parseDatasets({bonds:{classification:'INTERNAL',rows:{analyst:'row.region == user.region && row.desk in user.desks'},columns:{ISIN:{mask:'hash'}}}},['analyst'])
const policy=p.value.get('bonds'); const principal=JSON.parse(fs.readFileSync('examples/bonds/analyst.json'))
for (const threads of [1,2]) { const g=await openGovernor({engine,loadArrow:()=>import('apache-arrow'),maskKey:new Uint8Array(32),outRoot:out,memoryBytes:512<<20,threads})
for (const fmt of ['parquet','arrow']) for (const f of ['csv','parquet']) for (const cols of [undefined,['ISIN','sector','rating','new_issue_premium_bps']]) { const ts=[]; let r; for(let i=0;i<150;i++){const t=performance.now(); r=await g.govern({name:'bonds',path:`${out}/k.${f}`,policy,principal,scope:{tenant:'t',purpose:'p'},outDir:out,format:fmt,...(cols?{neededColumns:cols}:{})}); ts.push(performance.now()-t)} const first=ts[0]; ts.sort((a,b)=>a-b); console.log(threads,fmt,f,cols?.length??'all','first',first.toFixed(1),'p50',ts[75].toFixed(2),'p95',ts[142].toFixed(2),r.rowCount)} g.close()}
