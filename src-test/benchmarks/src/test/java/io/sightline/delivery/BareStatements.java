package io.sightline.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * The statements that the sink's tables insert with, and nothing else: on one connection, each prepared once, and a
 * commit behind each batch. No positions, no locks, no letters; nobody learns what was new.
 */
public final class BareStatements implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement sources;
    private final PreparedStatement images;
    private final PreparedStatement frames;
    private final PreparedStatement versions;
    private final PreparedStatement inferences;
    private final PreparedStatement detections;

    public BareStatements(DataSource database) throws SQLException {
        connection = database.getConnection();
        connection.setAutoCommit(false);
        sources = connection.prepareStatement(FrameTable.SOURCES);
        images = connection.prepareStatement(FrameTable.IMAGES);
        frames = connection.prepareStatement(FrameTable.FRAMES);
        versions = connection.prepareStatement(InferenceTable.VERSIONS);
        inferences = connection.prepareStatement(InferenceTable.INFERENCES);
        detections = connection.prepareStatement(InferenceTable.DETECTIONS);
    }

    /** Writes frames in a transaction, as {@link FrameTable} does. */
    public void frames(List<FrameRow> rows) throws SQLException {
        FrameTable.sources(rows).bind(sources, 1);
        sources.execute();
        FrameTable.images(rows).bind(images, 1);
        images.execute();
        FrameTable.frames(rows).bind(frames, 1);
        frames.execute();
        connection.commit();
    }

    /** Writes inferences with their detections in a transaction, as {@link InferenceTable} does. */
    public void inferences(List<InferenceRow> rows) throws SQLException {
        InferenceTable.versions(rows).bind(versions, 1);
        versions.execute();
        InferenceTable.inferences(rows).bind(inferences, 1);
        InferenceTable.detections(InferenceTable.inserted(inferences, rows)).bind(detections, 1);
        detections.execute();
        connection.commit();
    }

    /** Statements end with their connection. */
    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
