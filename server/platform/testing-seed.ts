/**
 * Property tests draw the same examples on every run, so that a change is judged by
 * what it changes. PROPERTY_SEED=random draws new ones, a number draws those of a
 * run that failed: whoever looks for more faults than the known ones sets it.
 */
import fc from 'fast-check'
import { readTestEnvironment } from './config.ts'

fc.configureGlobal({ seed: readTestEnvironment().propertySeed })
