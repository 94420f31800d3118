package io.sightline.cases;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** Has the name of a component that is not to be used, and takes any options. */
final class StandInComponent extends DefaultComponent {
    private final StandIns standIns;

    StandInComponent(StandIns standIns) {
        this.standIns = standIns;
        // Autowiring would take it for the component whose name it has.
        setAutowiredEnabled(false);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        parameters.clear();
        return new StandInEndpoint(uri, this, EndpointName.of(EndpointName.scheme(uri) + ":" + remaining), standIns);
    }
}
