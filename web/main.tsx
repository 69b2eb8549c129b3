import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@mantine/core/styles.layer.css'
import './ui/tokens.css'
import { queryClient } from './api.ts'
import { router } from './routes.tsx'
import { startWords } from './words.ts'

const place = document.getElementById('root')
if (!place) throw new Error('The page has no root element.')

await startWords()
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
