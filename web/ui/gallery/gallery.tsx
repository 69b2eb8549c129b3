import { Page } from '../page.tsx'

export function Gallery() {
  return <Page title="" />
}
