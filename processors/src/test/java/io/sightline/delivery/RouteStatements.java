package io.sightline.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The statements of the API's routes, on a database of a test. */
public record RouteStatements(TestDatabase database) {
    private static final Pattern PARAMETER = Pattern.compile(":#(\\w+)");
    private static final Path STATEMENTS = Path.of("..", "routes", "camel", "sql");

    /** Rows by the names of their columns. */
    public List<Map<String, Object>> query(String file, Map<String, Object> parameters) {
        return database.inTransaction(connection -> {
            var found = new ArrayList<Map<String, Object>>();
            try (var statement = prepare(connection, file, parameters);
                    var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var row = new LinkedHashMap<String, Object>();
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        row.put(rows.getMetaData().getColumnLabel(i), rows.getObject(i));
                    }
                    found.add(row);
                }
            }
            return found;
        });
    }

    /** Binds by name, as camel-sql does. */
    static PreparedStatement prepare(Connection connection, String file, Map<String, Object> parameters)
            throws SQLException {
        var text = text(file);
        var statement = connection.prepareStatement(PARAMETER.matcher(text).replaceAll("?"));
        var names = PARAMETER.matcher(text);
        for (int i = 1; names.find(); i++) {
            var value = parameters.get(names.group(1));
            if (value instanceof String[] list) {
                statement.setArray(i, connection.createArrayOf("text", list));
            } else {
                statement.setObject(i, value);
            }
        }
        return statement;
    }

    static String text(String file) {
        try {
            return Files.readString(STATEMENTS.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
