"""TLS without anybody else: a small certificate authority of this server's own, and the certificate it signs.

It speaks only for addresses and names of local networks, and both lie under HOME/tls. The key of the authority and
the key of the server are readable by their owner only; the authority's certificate is public and is handed out.
"""
