import { policies, program, waves } from '../../contract/program.ts'
import { route } from '../platform/http.ts'
import { entranceBrand, entranceLogo, viewerBrand } from './brand.ts'
import { createProgram, getProgram, listPrograms, saveDraft, setLogo } from './draft.ts'
import { languagesRead } from './languages-read.ts'
import { sendLogo } from './logo.ts'
import { acknowledge, myPolicies, myProgram, policyStatus } from './policies.ts'
import { getDifference, getVersion, listVersions, publish } from './publish.ts'
import { previewWave, waveMembers } from './wave-people.ts'
import { createWave, getWave, listWaves, moveWave, removeWave, updateWave } from './waves.ts'

export const routes = [
  route(program.list, listPrograms),
  route(program.create, createProgram),
  route(program.get, getProgram),
  route(program.saveDraft, saveDraft),
  route(program.setLogo, setLogo),
  route(program.publish, publish),
  route(program.versions, listVersions),
  route(program.version, getVersion),
  route(program.difference, getDifference),
  route(program.languages, languagesRead),
  route(program.brand, viewerBrand),
  route(program.logo, sendLogo),
  route(program.entrance, entranceBrand),
  route(program.entranceLogo, entranceLogo),
  route(program.mine, myProgram),
  route(waves.list, listWaves),
  route(waves.get, getWave),
  route(waves.create, createWave),
  route(waves.update, updateWave),
  route(waves.remove, removeWave),
  route(waves.preview, previewWave),
  route(waves.members, waveMembers),
  route(waves.move, moveWave),
  route(policies.mine, myPolicies),
  route(policies.acknowledge, acknowledge),
  route(policies.status, policyStatus),
]
