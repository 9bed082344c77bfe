/** Names of variables by which a container reaches a store of others: what it may do there, no name of it rules out. */
export const STORE_VARIABLES: readonly string[] = [
  '*DATABASE*|*POSTGRES*|*MYSQL*|*MARIADB*|*MONGO*|*JDBC*|*SQLALCHEMY*|*DATASOURCE*|*CASSANDRA*|*CLICKHOUSE*|*ELASTICSEARCH*',
  'PGPASSWORD|PGHOST|DB_*|*_DB_*|*_DSN|DSN|*ADMIN_PASS*|*ADMIN_USER*|*ROOT_PASS*|*REDIS_URL*|*AMQP*|*OPENSEARCH*|*LDAP_*|*KEYCLOAK*|*RABBITMQ*|ES_URL|ES_HOST*',
  '*BOOTSTRAP_SERVERS*|*KAFKA_BROKER*|*SCHEMA_REGISTRY*|*_API_TOKEN|*_ADMIN_TOKEN',
];
