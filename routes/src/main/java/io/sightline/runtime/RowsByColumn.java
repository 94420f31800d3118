package io.sightline.runtime;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.component.sql.RowMapperFactory;
import org.springframework.jdbc.core.BeanPropertyRowMapper;
import org.springframework.jdbc.core.RowMapper;

/**
 * Rows as maps by the names that the statement gives its columns. Spring's own maps find a name in either case and look
 * at each value for kinds that PostgreSQL does not have; for an export that is a third of the work.
 */
final class RowsByColumn implements RowMapperFactory {
    @Override
    public RowMapper<?> newColumnRowMapper() {
        return new Columns();
    }

    @Override
    public RowMapper<?> newBeanRowMapper(Class<?> type) {
        return BeanPropertyRowMapper.newInstance(type);
    }

    /** Of one result; names are read with its first row. */
    private static final class Columns implements RowMapper<Map<String, Object>> {
        private String[] names = {};

        @Override
        public Map<String, Object> mapRow(ResultSet rows, int number) throws SQLException {
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
}
