// expect: 4:8 class AnotherName is public, should be declared in a file named AnotherName.java
import org.apache.camel.builder.RouteBuilder;

public class AnotherName extends RouteBuilder {
    @Override
    public void configure() {}
}
