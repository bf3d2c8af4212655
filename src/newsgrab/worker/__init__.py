"""Extraction that can be killed: processes of our own that turn pages into articles.

A parse cannot be interrupted, only its process can be ended (a signal waits until the parser returns).
So what strangers' servers send is parsed in processes with a limit of memory and of time; one that
crashes, hangs or swells costs one page and is replaced.

``making`` is the work, ``frames`` what goes through the pipes (JSON and the page's bytes: a process
taken over by a page could not make the parent do anything by it), ``pool`` and ``child`` the parent's
side, ``__main__`` the child's.
"""
