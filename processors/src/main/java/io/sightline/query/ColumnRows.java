package io.sightline.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Rows of one result as maps by the names that the statement gives its columns, which are read with the first row.
 * Spring's own maps find a name in either case and look at each value for kinds that PostgreSQL does not have; for an
 * export that is a third of the work.
 */
public final class ColumnRows {
    private String[] names = {};

    /**
     * The row that the result stands at.
     *
     * @param number of the row, from 0
     */
    public Map<String, Object> read(ResultSet rows, int number) throws SQLException {
        if (number == 0) {
            names = names(rows);
        }
        var row = new HashMap<String, Object>(2 * names.length);
        for (int i = 0; i < names.length; i++) {
            row.put(names[i], rows.getObject(i + 1));
        }
        return row;
    }

    private static String[] names(ResultSet rows) throws SQLException {
        var columns = rows.getMetaData();
        var names = new String[columns.getColumnCount()];
        for (int i = 0; i < names.length; i++) {
            names[i] = columns.getColumnLabel(i + 1);
        }
        return names;
    }
}
