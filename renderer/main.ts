/** Starts the window: finds the engine, takes up language, theme and page, and shows the application. */
import { mount } from 'svelte';
import App from './App.svelte';
import { AppState } from './app.svelte.ts';
import { connectToHost } from './client.ts';
import { Preferences } from './preferences.svelte.ts';
import './ui/tokens.css';
import './ui/components.css';
import './ui/row-grid.css';

const dark = matchMedia('(prefers-color-scheme: dark)');
const preferences = new Preferences({
  storage: localStorage,
  preferred: navigator.languages,
  systemIsDark: dark.matches,
});
dark.addEventListener('change', () => (preferences.systemTheme = dark.matches ? 'dark' : 'light'));

const { client, host } = connectToHost(() => (app.session.lost = true));
const app = new AppState(client, host, (place) => {
  if (location.hash !== `#${place}`) history.pushState(null, '', `#${place}`);
});
app.follow(location.hash);
addEventListener('popstate', () => app.follow(location.hash));

mount(App, { target: document.body, props: { app, preferences } });
void app.session.start().then(async () => {
  if (!app.session.workspace) return app.welcome.load();
  if (location.hash === '') app.go(app.firstPage());
  await app.data.restore();
});
