// Before anything is painted: the theme that somebody chose on another page of this site.
try {
  const theme = localStorage.getItem('theme');
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // A browser that keeps nothing: as the system has it.
}
