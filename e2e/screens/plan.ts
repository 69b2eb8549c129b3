import type { Locator, Page } from '@playwright/test'

/** The communications plan, as a lead sees it. */
export const plan = {
  message: (page: Page, id: string): Locator => page.locator(`[data-message="${id}"]`),
  panel: (page: Page, title: string): Locator => page.getByRole('dialog', { name: title }),
}
