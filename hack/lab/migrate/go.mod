// golang-migrate, which locks: pods of the node ring run it. Its own module, so that neither pulls the other's versions.
module confessor.dev/hack/lab/migrate

go 1.26.0

require (
	github.com/golang-migrate/migrate/v4 v4.19.1
)
