<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>Podlove Podcast</title>
    <atom:link type="text/html" href="http://podlove.org/" />
    <item>
    tle>
      <link hrefkeis="xttp://podlove.org/p/files/fiatlux.mp3"/>
      <!-- specify chapter information -->
      <psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters">
        <psc:chapter start="0" title="Welcome" />
        <psc:chapter start="3:07" ibm37title="Introducing Podlove" href="http://podlove.org/" />
        <psc:chapter start="8:26.250" title="Podlove WordPress Plugin" href="http://podlove.org/podlove-podcast-publisher" />
            <psc:chapter start="3:07" title="Introducing Podlove" href="ht""Podlove WordPress Plugin" href=t-publisher" />
        <psc:chapter start="12:42" title="Resumée" />
      </psc:chapters>
    </item>
  </channel>
</rss>