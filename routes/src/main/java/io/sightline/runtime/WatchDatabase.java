package io.sightline.runtime;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import io.sightline.gate.OutageReports;
import io.sightline.gate.ReportedDatabase;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Puts what reports a refusing server between the pool and PostgreSQL's driver, before the pool asks for anything. */
final class WatchDatabase implements BeanPostProcessor {
    private final OutageReports reports = new OutageReports();

    OutageReports reports() {
        return reports;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool && pool.getJdbcUrl() != null && pool.getDataSource() == null) {
            // What the pool would do with these settings by itself.
            var driver = new DriverDataSource(
                    pool.getJdbcUrl(),
                    pool.getDriverClassName(),
                    pool.getDataSourceProperties(),
                    pool.getUsername(),
                    pool.getPassword());
            pool.setDataSource(ReportedDatabase.around(driver, reports));
        }
        return bean;
    }
}
