# The two commands of the README:  docker build -t ganglion . && docker run --rm -it ganglion train ant
FROM swift:6.2-bookworm
COPY . /ganglion
WORKDIR /ganglion
RUN tools/setup && tools/ganglion presets && rm -rf /var/lib/apt/lists/*
ENTRYPOINT ["tools/ganglion"]
CMD ["--help"]
