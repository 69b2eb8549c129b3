import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@mantine/core/styles.layer.css'
import './ui/tokens.css'
import { queryClient } from './api.ts'
import { arrive, goes } from './shell/begun.ts'
import { inside, whoAmI } from './shell/early.ts'
import { router } from './routes.tsx'
import { startWords } from './words.ts'

const place = document.getElementById('root')
if (!place) throw new Error('The page has no root element.')

arrive()
router.subscribe('onBeforeNavigate', ({ toLocation }) => goes(toLocation.pathname))
const spoken = startWords()
// The code of the page and who asks for it are fetched while the words are on their way.
void router.load()
if (inside()) void queryClient.prefetchQuery(whoAmI)
await spoken
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
