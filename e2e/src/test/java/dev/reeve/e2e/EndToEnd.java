package dev.reeve.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests of the packaged program. A parameter of type {@link Reeve} is a home of the test's own, or
 * with {@link Shared} one for all tests of the class.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(Homes.class)
@interface EndToEnd {}
