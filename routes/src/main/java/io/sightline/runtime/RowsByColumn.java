package io.sightline.runtime;

import io.sightline.query.ColumnRows;
import java.util.Map;
import org.apache.camel.component.sql.RowMapperFactory;
import org.springframework.jdbc.core.BeanPropertyRowMapper;
import org.springframework.jdbc.core.RowMapper;

/** Has camel-sql read rows by the names of their columns alone. */
final class RowsByColumn implements RowMapperFactory {
    @Override
    public RowMapper<Map<String, Object>> newColumnRowMapper() {
        return new ColumnRows()::read;
    }

    @Override
    public RowMapper<?> newBeanRowMapper(Class<?> type) {
        return BeanPropertyRowMapper.newInstance(type);
    }
}
