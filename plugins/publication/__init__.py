"""발행: render the site, judge the rendering, swap it into place, send it out. No Pelican hooks of its own."""
