/** The entry: language, colours, the query cache and the router around everything. */
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { asProblem, worthRetrying } from "./api/problem";
import { FreshQueries } from "./feed/freshQueries";
import "./shell/fengsui.css";
import { LanguageProvider } from "./shell/language";
import { makeRouter } from "./shell/router";
import { ThemeProvider } from "./shell/theme";

const queries = new FreshQueries({
  defaultOptions: {
    queries: {
      // The feed says what is old; a timer or a returning window does not know better.
      staleTime: Infinity,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      // The centre's network is its own: "offline" in the browser says nothing about the server.
      networkMode: "always",
      retry: (failures, error) => failures < 2 && worthRetrying(asProblem(error)),
    },
    mutations: { networkMode: "always", retry: false },
  },
});

const router = makeRouter(queries);
const place = document.getElementById("root");
if (place === null) throw new Error("index.html has no #root");

createRoot(place).render(
  <StrictMode>
    <LanguageProvider>
      <ThemeProvider>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </ThemeProvider>
    </LanguageProvider>
  </StrictMode>,
);
