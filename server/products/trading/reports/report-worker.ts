import { answerPages } from '../../../kernel/pdf/worker.ts'
import { setReport } from './report-page.ts'

answerPages(setReport)
