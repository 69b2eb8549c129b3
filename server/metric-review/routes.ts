import { metricReviews } from '../../contract/metric-review.ts'
import { route } from '../platform/http.ts'
import { choose, get, hold, list } from './reviews.ts'

export const routes = [
  route(metricReviews.list, list),
  route(metricReviews.get, get),
  route(metricReviews.choose, choose),
  route(metricReviews.hold, hold),
]
