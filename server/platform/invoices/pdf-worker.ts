import { answerPages } from '../../kernel/pdf/worker.ts'
import { setPage } from './pdf-page.ts'

answerPages(setPage)
