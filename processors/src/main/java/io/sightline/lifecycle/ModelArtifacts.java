package io.sightline.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.artifact.Artifact;
import io.sightline.artifact.ArtifactFile;
import io.sightline.claim.Sha256;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Table {@code model_artifact}, and which of them served.
 *
 * @param database where it is
 */
public record ModelArtifacts(DataSource database) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String INSERT = """
            insert into model_artifact (sha256, files, detector, signature) values (?, ?::jsonb, ?::jsonb, ?::jsonb)
            on conflict (sha256) do nothing""";
    private static final String FIND = "select files, detector, signature from model_artifact where sha256 = ?";
    private static final String SERVED = """
            select exists (select 1 from model_event where name = ? and sha256 = ? and step = 'serving')""";
    private static final String LAST_OF_VERSION = """
            select version, alias, run_id, sha256, happened_at from model_event
            where name = ? and version = ? and step = 'serving' order by id desc limit 1""";
    private static final String LAST_OTHER = """
            select version from (
              select distinct on (version) version, sha256, id from model_event
              where name = ? and step = 'serving' order by version, id desc) as last
            where sha256 <> ? order by id desc limit 1""";

    /** The files of this hash, if they were stored. */
    public Optional<StoredArtifact> find(Sha256 sha256) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(FIND)) {
            statement.setBytes(1, sha256.bytes());
            try (var row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new StoredArtifact(files(row.getString(1)), row.getString(2), row.getString(3)))
                        : Optional.empty();
            }
        }
    }

    /** Whether these files have served under this name before. */
    public boolean hasServed(String name, Sha256 sha256) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(SERVED)) {
            statement.setString(1, name);
            statement.setBytes(2, sha256.bytes());
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Number of the version that served last among those that have other files than the present one. */
    Optional<String> lastServedBeside(String name, Sha256 present) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(LAST_OTHER)) {
            statement.setString(1, name);
            statement.setBytes(2, present.bytes());
            try (var row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    /** The version of this number as it served last, if it ever did. Its source is forgotten. */
    public Optional<KnownVersion> lastServed(String name, String version) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(LAST_OF_VERSION)) {
            statement.setString(1, name);
            statement.setString(2, version);
            try (var row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new KnownVersion(
                                row.getString(1),
                                Optional.ofNullable(row.getString(2)),
                                Optional.ofNullable(row.getString(3)),
                                "",
                                Sha256.ofDigest(row.getBytes(4)),
                                row.getObject(5, OffsetDateTime.class).toInstant(),
                                Optional.empty()))
                        : Optional.empty();
            }
        }
    }

    static void insert(Connection connection, StoredArtifact stored) throws SQLException {
        try (var statement = connection.prepareStatement(INSERT)) {
            statement.setBytes(1, stored.artifact().sha256().bytes());
            statement.setString(2, json(stored.artifact()));
            statement.setString(3, stored.detector());
            statement.setString(4, stored.signature());
            statement.executeUpdate();
        }
    }

    private static String json(Artifact artifact) {
        var list = JSON.createArrayNode();
        artifact.files()
                .forEach(file -> list.addObject()
                        .put("path", file.path())
                        .put("sha256", file.sha256().hex())
                        .put("size", file.size()));
        try {
            return JSON.writeValueAsString(list);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private static Artifact files(String json) {
        try {
            var files = new ArrayList<ArtifactFile>();
            for (var file : JSON.readTree(json)) {
                files.add(new ArtifactFile(
                        file.required("path").textValue(),
                        new Sha256(file.required("sha256").textValue()),
                        file.required("size").longValue()));
            }
            return new Artifact(files);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what PostgreSQL answers as JSON is JSON", e);
        }
    }
}
