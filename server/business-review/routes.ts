import { businessReviews, yearEnds } from '../../contract/business-review.ts'
import { metrics } from '../../contract/metrics.ts'
import { route } from '../platform/http.ts'
import { dashboardPaper } from './dashboard.ts'
import { list } from './list.ts'
import { bring, comment, get, make, release, remove, setAsks, takeAnew, verify } from './packs.ts'
import { pdf } from './pdf.ts'
import { slides } from './slides.ts'
import { decide, get as getYearEnd, sign } from './year-end.ts'

export const routes = [
  route(metrics.paper, dashboardPaper),
  route(businessReviews.list, list),
  route(businessReviews.make, make),
  route(businessReviews.get, get),
  route(businessReviews.takeAnew, takeAnew),
  route(businessReviews.comment, comment),
  route(businessReviews.setAsks, setAsks),
  route(businessReviews.release, release),
  route(businessReviews.remove, remove),
  route(businessReviews.verify, verify),
  route(businessReviews.bring, bring),
  route(businessReviews.pdf, pdf),
  route(businessReviews.slides, slides),
  route(yearEnds.get, getYearEnd),
  route(yearEnds.decide, decide),
  route(yearEnds.sign, sign),
]
