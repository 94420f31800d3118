// expect: 7:9 a route configuration without an id counts for all routes
import org.apache.camel.builder.RouteConfigurationBuilder;

public class ForAll extends RouteConfigurationBuilder {
    @Override
    public void configuration() {
        routeConfiguration().onException(Exception.class).handled(true);
    }
}
