# syntax=docker/dockerfile:1.19
# What is in the image that `mvn package jib:buildTar -DskipTests` makes, for those who want to make it by a container engine:
# mvn package -DskipTests && docker build --build-arg REVISION=$(git rev-parse HEAD) -t sightline:0.1.0 .
ARG BASE=eclipse-temurin:25-jdk-noble@sha256:3eb81ed94d8c1a34422f19f8188548bdf02cae69c91d0328afdbb7abed90f617
FROM ${BASE}

COPY --chmod=u=rwX,go=rX --exclude=processors-*.jar --exclude=schemas-*.jar --exclude=kamelets-*.jar routes/target/sightline/lib/ /app/lib/
COPY --chmod=u=rwX,go=rX routes/target/sightline/lib/processors-*.jar routes/target/sightline/lib/schemas-*.jar /app/lib/
COPY --chmod=u=rwX,go=rX routes/target/sightline/lib/kamelets-*.jar /app/lib/
COPY --chmod=u=rwX,go=rX routes/target/sightline/sightline-routes.jar /app/
COPY --chmod=u=rwX,go=rX routes/target/sightline/sightline.jar routes/target/sightline/sightline.cdx.json /app/
COPY --chmod=u=rwX,go=rX routes/src/image/plain/app/java.options /app/
RUN install -d -m 775 /var/cache/sightline

ARG REVISION
LABEL org.opencontainers.image.title="sightline"
LABEL org.opencontainers.image.description="An Apache Camel integration runtime for on-premises computer vision."
LABEL org.opencontainers.image.version="0.1.0-SNAPSHOT"
LABEL org.opencontainers.image.revision="$REVISION"
LABEL org.opencontainers.image.created="2026-11-01T00:00:00Z"
LABEL org.opencontainers.image.licenses="Apache-2.0"
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=40 -XX:+UseParallelGC -XX:+ExitOnOutOfMemoryError"
ENV LANG="C.UTF-8"
ENV MALLOC_ARENA_MAX="2"
ENV SIGHTLINE_ARTIFACTS_CACHE="/var/cache/sightline/artifacts"
EXPOSE 8080 8081
USER 10001:0
WORKDIR /app
ENTRYPOINT ["java", "@/app/java.options", "-Dorg.bytedeco.javacpp.cachedir=/var/cache/sightline/libraries", "-jar", "/app/sightline.jar"]
